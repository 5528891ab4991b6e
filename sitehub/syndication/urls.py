"""Admin URLs of submissions: the district's desk and the school's side."""

from django.urls import path

from . import desk, desk_item, offer_views, rule_views, school_views

app_name = "syndication"

urlpatterns = [
    path("submissions/", desk.DeskView.as_view(), name="desk"),
    path("submissions/<int:pk>/", desk_item.ItemView.as_view(), name="item"),
    path("submissions/<int:pk>/higher/", desk_item.HigherView.as_view(), name="higher"),
    path(
        "submissions/<int:pk>/higher/<int:line>/",
        desk_item.NotHigherView.as_view(),
        name="not_higher",
    ),
    path("submissions/reason/", desk.ReasonView.as_view(), name="reason"),
    path("my-submissions/", school_views.SchoolView.as_view(), name="school"),
    path("my-submissions/offer/", offer_views.OfferView.as_view(), name="offer"),
    path("my-submissions/<int:pk>/urgent/", offer_views.urgent, name="urgent"),
    path("submission-settings/rules/<int:pk>/backfill/", rule_views.backfill, name="backfill"),
    path("my-submissions/<int:pk>/withdraw/", school_views.withdraw, name="withdraw"),
    path("my-submissions/<int:pk>/offer-again/", school_views.offer_again, name="offer_again"),
    path("my-submissions/<int:pk>/submit-again/", school_views.submit_again, name="submit_again"),
]
