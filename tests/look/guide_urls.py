"""The desk's addresses with the style guide, which outside a sandbox is not served."""

from django.urls import path

from zgoda.desk.urls import urlpatterns as desk
from zgoda.look import views

urlpatterns = [path("look/", views.style_guide), path("look/desk", views.style_guide_desk), *desk]
