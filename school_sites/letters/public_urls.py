"""Addresses of forms at a public host, below ``/f/``."""

from django.urls import path

from . import public_views

urlpatterns = [
    path("state/", public_views.state, name="letter_state"),
    path("<int:number>/", public_views.fill_in, name="letter_fill_in"),
    path("<int:number>/sent/<slug:sending>/", public_views.sent, name="letter_sent"),
    path("<int:number>/answers/<slug:cursor>/", public_views.older_answers, name="box_answers"),
]
