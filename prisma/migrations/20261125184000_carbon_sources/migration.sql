CREATE TABLE "carbon_account" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "ciphertext" BYTEA NOT NULL,
    "key_set_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "carbon_account_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "carbon_account_name_key" ON "carbon_account"("name");

CREATE TABLE "carbon_zone_source" (
    "id" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "config" JSONB NOT NULL DEFAULT '{}',
    "account_id" TEXT,
    "last_ok_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "failure" TEXT,

    CONSTRAINT "carbon_zone_source_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "carbon_zone_source_zone_position_key" ON "carbon_zone_source"("zone", "position");

CREATE INDEX "carbon_zone_source_account_id_idx" ON "carbon_zone_source"("account_id");

ALTER TABLE "carbon_zone_source" ADD CONSTRAINT "carbon_zone_source_zone_fkey" FOREIGN KEY ("zone") REFERENCES "carbon_zone"("zone") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "carbon_zone_source" ADD CONSTRAINT "carbon_zone_source_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "carbon_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The one source that a zone had becomes the first of its list.
INSERT INTO "carbon_zone_source" ("id", "zone", "position", "source", "config", "last_ok_at", "failed_at", "failure")
SELECT gen_random_uuid()::text, "zone", 0, "source", "config", "last_polled_at", "failed_at", "failure" FROM "carbon_zone";

ALTER TABLE "carbon_zone" DROP COLUMN "source", DROP COLUMN "config", DROP COLUMN "failed_at", DROP COLUMN "failure",
ADD COLUMN "backfilled_to" TIMESTAMPTZ(3);
