"""Pages of administrators."""

from django.urls import path

from zgoda.centre.web.admin import audit_log, calendars, faults, hotline, letters, overview, rules, sandbox

urlpatterns = [
    path("administration", overview.administration, name="administration"),
    path("administration/rules", rules.rule_sets, name="rule_sets"),
    path("administration/rules/<slug:code>", rules.rule_sets, name="rule_sets_of"),
    path("administration/rules/<slug:code>/<slug:kind>", rules.change, name="rules_base"),
    path("administration/rules/<slug:code>/<slug:kind>/<slug:name>", rules.change, name="rules_change"),
    path("administration/calendars", calendars.calendars, name="calendars"),
    path("administration/calendars/<slug:country>/preview", calendars.preview, name="calendar_preview"),
    path("administration/calendars/<slug:country>/<int:year>", calendars.calendars, name="calendar_of"),
    path("administration/calendars/<slug:country>/<int:year>/<slug:what>", calendars.change, name="calendar_change"),
    path("administration/hotline", hotline.hotlines, name="hotlines"),
    path("administration/hotline/<slug:code>", hotline.change, name="hotline_change"),
    path("administration/settings", overview.effective_settings, name="effective_settings"),
    path("administration/clock", sandbox.sandbox_clock, name="sandbox_clock"),
    path("administration/faults", faults.faults, name="faults"),
    path("administration/letters", letters.letters, name="letters"),
    path("administration/letters/<uuid:letter_id>", letters.letter, name="letter"),
    path("administration/letters/<uuid:letter_id>/again", letters.again, name="letter_again"),
    path("administration/log", audit_log.audit_log, name="audit"),
    path("administration/verification", overview.verification, name="verification"),
]
