"""Addresses of the notices' screens: the district's, and those of the schools."""

from django.urls import path

from . import school_views, sending_views, views

app_name = "downward"
urlpatterns = [
    path("district-notices/", views.IndexView.as_view(), name="index"),
    path("district-notices/add/", views.add, name="add"),
    path("district-notices/<int:pk>/", views.notice, name="notice"),
    path("district-notices/<int:pk>/edit/", views.edit, name="edit"),
    path("district-notices/<int:pk>/send/", sending_views.confirm, name="confirm"),
    path("district-notices/<int:pk>/discard/", sending_views.discard, name="discard"),
    path("district-notices/<int:pk>/extend/", sending_views.extend, name="extend"),
    path("district-notices/<int:pk>/withdraw/", sending_views.withdraw, name="withdraw"),
    path("district-notices/<int:pk>/remind/", sending_views.remind, name="remind"),
    path("received-notices/", school_views.ReceivedView.as_view(), name="received"),
    path("received-notices/<int:pk>/sign/", school_views.acknowledge, name="acknowledge"),
]
