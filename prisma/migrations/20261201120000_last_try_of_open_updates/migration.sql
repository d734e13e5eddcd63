-- When an open update's handling failed last: retries are spaced by it, whatever the update's age.
ALTER TABLE "updates" ADD COLUMN "tried_at" TIMESTAMPTZ(3);
