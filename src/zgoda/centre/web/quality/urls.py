"""Pages of sales quality: of the platform's people, and of the Warehouse."""

from django.urls import path

from zgoda.centre.web.quality import seller, sellers, warehouse

urlpatterns = [
    path("quality", sellers.sellers, name="quality"),
    path("quality/sellers/<int:seller_id>", seller.seller, name="quality_seller"),
    path("quality/sellers/<int:seller_id>/cases", seller.cases, name="quality_cases"),
    path("quality/warehouse", warehouse.warehouse, name="quality_warehouse"),
]
