"""Addresses of the desk of places."""

from django.urls import path

from . import preview, views

app_name = "placements"
urlpatterns = [
    path("placements/", views.IndexView.as_view(), name="index"),
    path("placements/add/", views.AddView.as_view(), name="add"),
    path("placements/<int:pk>/", views.LineView.as_view(), name="line"),
    path("placements/<int:pk>/remove/", views.remove, name="remove"),
    path("placements/slots/<slug:key>/order/", views.reorder, name="reorder"),
    path("placements/slots/<slug:key>/limit/", views.set_limit, name="limit"),
    path("placements/slots/<slug:key>/clear/", views.clear, name="clear"),
    path("placements/preview/", preview.PreviewView.as_view(), name="preview"),
    path("placements/preview/home/", preview.frame, name="frame"),
]
