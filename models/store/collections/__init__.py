"""Other views on a company: a collection opened, its slips answered once each, counted once, erased."""

from models.store.collections.answering import (
    Attempt,
    BallotChanged,
    Slip,
    SlipRefused,
    SlipState,
    begin_attempt,
    find_attempt,
    find_slip,
    record_on_slip,
    send_ballot,
)
from models.store.collections.closing import (
    KeptCollection,
    close_collection,
    close_due_collections,
    counted_collections,
)
from models.store.collections.erasing import erase_collection
from models.store.collections.figures import CollectionFigures, CollectionLine, collection_figures, newest_collections
from models.store.collections.opening import (
    AskedGroup,
    CollectionOpen,
    NoCollection,
    OpenCollection,
    SlipsRefused,
    add_slips,
    find_open,
    open_collection,
    printable_slips,
    renew_slips,
)

__all__ = [
    "AskedGroup",
    "Attempt",
    "BallotChanged",
    "CollectionFigures",
    "CollectionLine",
    "CollectionOpen",
    "KeptCollection",
    "NoCollection",
    "OpenCollection",
    "Slip",
    "SlipRefused",
    "SlipState",
    "SlipsRefused",
    "add_slips",
    "begin_attempt",
    "close_collection",
    "close_due_collections",
    "collection_figures",
    "counted_collections",
    "erase_collection",
    "find_attempt",
    "find_open",
    "find_slip",
    "newest_collections",
    "open_collection",
    "printable_slips",
    "record_on_slip",
    "renew_slips",
    "send_ballot",
]
