ALTER TABLE "cluster" ADD COLUMN "reviewed_at" TIMESTAMPTZ(3), ADD COLUMN "reviewed_by" TEXT;

-- What was imported before there was a review was agreed to at its import.
UPDATE "cluster" SET "reviewed_at" = "created_at", "reviewed_by" = "created_by" WHERE "provider" = 'imported';
