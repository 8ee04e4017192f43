from collections import defaultdict

from django.db import migrations

_MOST_AT_ONCE = 500


def renew(apps, schema_editor):
    """SQLite meets words of any usual length that are only begun by index; and all words are cut to their stems anew."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE work_search")
        schema_editor.execute(
            "CREATE VIRTUAL TABLE work_search USING "
            "fts5(words, detail=none, columnsize=0, prefix='4 5 6 7 8', tokenize='ascii')"
        )
    cases = apps.get_model("desk", "DeskCase").objects.defer("remote", "own").order_by("pk")
    last, some = 0, list(cases[:_MOST_AT_ONCE])
    while some:
        _index(apps, some)
        last = some[-1].pk
        some = list(cases.filter(pk__gt=last)[:_MOST_AT_ONCE])


def _index(apps, cases):
    from zgoda.desk.work.searching import store, words_of

    texts, waybills = defaultdict(list), defaultdict(list)
    messages = apps.get_model("desk", "DeskMessage").objects.filter(case__in=cases)
    for case_id, text in messages.values_list("case_id", "text"):
        texts[case_id].append(text)
    parcels = apps.get_model("desk", "DeskShipment").objects.filter(
        order__connection__in={case.connection_id for case in cases},
        order__remote_id__in=[case.order_id for case in cases if case.order_id],
    )
    for *order, waybill in parcels.values_list("order__connection_id", "order__remote_id", "waybill"):
        waybills[tuple(order)].append(waybill)
    for case in cases:
        store(case.pk, words_of(case, texts[case.pk], waybills[case.connection_id, case.order_id]))


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0003_rejection'),
        ('work', '0005_history_and_owners'),
    ]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
