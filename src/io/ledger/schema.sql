-- Schema 1. An act is one thing that one person did; an event is what it meant for one subject. Both only ever grow.

CREATE TABLE act (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      TEXT NOT NULL,                                  -- RFC 3339, UTC
    author  TEXT NOT NULL,
    kind    TEXT NOT NULL CHECK (kind IN ('record', 'undo', 'redo')),
    reverts INTEGER REFERENCES act (id),                    -- the recorded act that is taken back or restored
    CHECK ((kind = 'record') = (reverts IS NULL))
) STRICT;

CREATE TABLE event (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    act      INTEGER NOT NULL REFERENCES act (id),
    subject  TEXT NOT NULL,                                 -- JSON
    verdict  TEXT,                                          -- of a recorded event; none reopens
    reason   TEXT,
    expires  TEXT,                                          -- last day, yyyy-mm-dd
    note     TEXT NOT NULL DEFAULT '',
    context  TEXT,                                          -- JSON; every recorded event has it, no other does
    restores INTEGER REFERENCES event (id),                 -- of an undo or redo: the recorded event that holds again
    holds    INTEGER GENERATED ALWAYS AS (CASE WHEN context IS NULL THEN restores ELSE id END) VIRTUAL,
    CHECK (context IS NOT NULL OR verdict IS NULL),
    CHECK (context IS NULL OR restores IS NULL)
) STRICT;

CREATE INDEX act_by_author ON act (author, kind, id);
CREATE INDEX act_by_reverts ON act (reverts, id);
CREATE INDEX event_by_act ON event (act);
CREATE INDEX event_by_subject ON event (subject, id);

-- Every event, with the decision that is in force after it.
CREATE VIEW history AS
SELECT event.id, event.act, event.subject, act.at, act.author, act.kind,
       held.id AS decision, origin.at AS decided_at, origin.author AS decided_by,
       held.verdict, held.reason, held.expires, held.note, held.context
FROM event
JOIN act ON act.id = event.act
LEFT JOIN event AS held ON held.id = event.holds
LEFT JOIN act AS origin ON origin.id = held.act;

CREATE TRIGGER act_is_not_changed BEFORE UPDATE ON act
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER act_is_not_deleted BEFORE DELETE ON act
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER act_is_not_replaced BEFORE INSERT ON act WHEN EXISTS (SELECT 1 FROM act WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER event_is_not_replaced BEFORE INSERT ON event WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
