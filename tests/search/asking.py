"""How tests ask the search page, and read it."""

from lxml import html

SCHOOL, DISTRICT = "shiyan.localhost", "district.localhost"


def ask(client, query, host=SCHOOL):
    """The page for a query string."""
    response = client.get(f"/search/?{query}", headers={"host": host})
    assert response.status_code == 200
    return html.fromstring(response.content)


def found(client, text, host=SCHOOL):
    """Titles of the hits for ``q=text``, which may go on with other parameters."""
    page = ask(client, f"q={text}", host)
    return [one.text_content() for one in page.xpath("//li[contains(@class, 'hit')]//h3/a")]


def notes(client, text, host=SCHOOL):
    """What the page says of the question."""
    page = ask(client, f"q={text}", host)
    return page.xpath("//ul[@class='search-notes']/li/text()")


def facet(page, parameter):
    """{value: (count, is chosen)} of a facet on the page."""
    options = page.xpath(f"//li[.//input[@name='{parameter}']]")
    return {
        one.xpath(".//input/@value")[0]: (
            int(one.xpath("string(.//span[@class='facet__count'])")),
            bool(one.xpath(".//input/@checked")),
        )
        for one in options
    }
