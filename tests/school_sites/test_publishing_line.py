from tests.factories import make_article


def test_published_article_is_on_its_school_site(client, school):
    article = make_article(school)
    response = client.get(f"/a/{article.pk}/", headers={"host": "shiyan.localhost"})
    assert response.status_code == 200
