"""Addresses of customers, tickets and the integration's set-up."""

from django.urls import path

from zgoda.desk.crm.web import administration, customers, set_up, tickets

_DISCUSSIONS = "administration/integrations/allegro-discussions"

urlpatterns = [
    path("administration", administration.index, name="desk-administration"),
    path("administration/fields", administration.fields, name="desk-fields"),
    path("administration/fields/new", administration.new_field, name="desk-field-new"),
    path("administration/integrations", administration.integrations, name="desk-integrations"),
    path(f"{_DISCUSSIONS}/new", set_up.new, name="desk-integration-new"),
    path(f"{_DISCUSSIONS}/<int:integration_id>", set_up.one, name="desk-integration"),
    path(f"{_DISCUSSIONS}/<int:integration_id>/stop", set_up.stop, name="desk-integration-stop"),
    path("customers", customers.index, name="desk-customers"),
    path("customers/new", customers.new, name="desk-customer-new"),
    path("customers/<int:customer_id>", customers.one, name="desk-customer"),
    path("cases/<int:case_id>/customer", customers.of_case, name="desk-case-customer"),
    path("cases/<int:case_id>/comment", tickets.comment, name="desk-comment"),
    path("filters", tickets.filters, name="desk-filters"),
]
