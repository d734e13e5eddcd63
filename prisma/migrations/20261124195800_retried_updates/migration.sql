-- Finds updates that were put aside, for a list of bots, without reading all that was stored. Of updates that are handled
-- at the first attempt, nearly all, nothing stands in it; and closing an open one changes no column of it, so that the
-- second write can stay off the index (docs/decisions/0023-one-table-of-updates.md).
CREATE INDEX updates_retried ON updates (bot_id) WHERE attempts > 1;
