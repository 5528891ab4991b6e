"""What is done after a letter came, away from the sender's request."""

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django_tasks import task

from school_sites.models import Letter


@task()
def tell(letter_id):
    """Tell the addresses of a letter's box that one came; not a word of it."""
    letter = Letter.objects.select_related("site", "box").filter(pk=letter_id).first()
    if letter is None or letter.box is None:
        return
    url = settings.WAGTAILADMIN_BASE_URL + reverse(
        "letters:letter", args=[letter_id], urlconf=settings.ROOT_URLCONF
    )
    send_mail(
        f"{letter.site.short_name}“{letter.box_title}”收到一封新来信",
        f"请登录后台查看和处理：\n{url}\n\n这是系统自动发送的提醒，请勿回复。",
        None,
        letter.box.specific.notified,
    )
