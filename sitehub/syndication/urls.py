"""Admin URLs of submissions: the district's desk and the school's side."""

from django.urls import path

from . import desk, school_views

app_name = "syndication"

urlpatterns = [
    path("submissions/", desk.DeskView.as_view(), name="desk"),
    path("submissions/reason/", desk.ReasonView.as_view(), name="reason"),
    path("my-submissions/", school_views.SchoolView.as_view(), name="school"),
    path("my-submissions/<int:pk>/withdraw/", school_views.withdraw, name="withdraw"),
    path("my-submissions/<int:pk>/offer-again/", school_views.offer_again, name="offer_again"),
    path("my-submissions/<int:pk>/submit-again/", school_views.submit_again, name="submit_again"),
]
