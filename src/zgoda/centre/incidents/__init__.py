"""One lorry lost, three hundred parcels: many cases answered at once, each by itself; prepared texts."""
