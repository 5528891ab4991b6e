"""A visitor who opens a form and sends it, with nothing but what is on the page."""

from django.test import Client
from lxml import html

HOST = "shiyan.localhost"
TYPED = {
    "title": "操场的灯",
    "text": "晚上操场没有灯，\r\n孩子怕黑。",
    "sender": "王女士",
    "contact": "0519-0001",
}
QUESTIONS = [
    {"label": "学生姓名", "kind": "line"},
    {"label": "备注", "kind": "text", "required": False},
    {"label": "邮箱", "kind": "email", "required": False},
    {"label": "电话", "kind": "phone"},
    {"label": "年龄", "kind": "number"},
    {"label": "到校日期", "kind": "date"},
    {"label": "性别", "kind": "choice", "choices": "男\n女"},
    {"label": "兴趣", "kind": "choices", "choices": "足球\n合唱\n编程"},
    {"label": "我已阅读须知", "kind": "agreement"},
]


class Clock:
    """A clock that is put forward by hand."""

    def __init__(self):
        self.now = 472_222 * 3600  # the beginning of an hour, and of each window of the counters

    def __call__(self):
        return self.now

    def pass_by(self, seconds):
        self.now += seconds


class Visitor:
    """Speaks to one site; without a cookie, with Django's check against forgery on."""

    def __init__(self, host, clock, address="203.0.113.9"):
        self.client = Client(enforce_csrf_checks=True, headers={"host": host})
        self.host, self.clock, self.address = host, clock, address

    def get(self, path):
        return self.client.get(path, REMOTE_ADDR=self.address)

    def fields(self, path):
        """Names and values of the form at ``path``, as a browser would send it untouched."""
        page = html.fromstring(self.get(path).content)
        form = page.forms[-1]
        return {name: value or "" for name, value in form.fields.items()}

    def post(self, path, data, **options):
        options = {"REMOTE_ADDR": self.address, "HTTP_ORIGIN": f"http://{self.host}", **options}
        return self.client.post(path, data, **options)

    def send(self, path, seconds=10, **typed):
        """Open the form, take one's time, type, and send."""
        data = self.fields(path)
        self.clock.pass_by(seconds)
        return self.post(path, data | typed)

    def code_after(self, response):
        """The code on the page that sending led to."""
        page = html.fromstring(self.get(response["Location"]).content)
        return page.xpath("string(//*[@class='letter-code__value'])").strip()

    def ask(self, code):
        """The text of the page that answers to ``code``."""
        response = self.post("/f/state/", self.fields("/f/state/") | {"code": code})
        return response, " ".join(html.fromstring(response.content).text_content().split())


def path_of(box):
    """Where the form of ``box`` is."""
    return f"/f/{box.pk}/"


def form_in(response):
    """The form on a page, as a browser would send it again."""
    form = html.fromstring(response.content).forms[-1]
    return {name: value or "" for name, value in form.fields.items()}


def words(response):
    """The text of a page."""
    return " ".join(html.fromstring(response.content).text_content().split())
