ALTER TABLE "carbon_zone" ADD COLUMN "latitude" DOUBLE PRECISION,
ADD COLUMN "longitude" DOUBLE PRECISION,
ADD COLUMN "weather_failed_at" TIMESTAMPTZ(3),
ADD COLUMN "weather_failure" TEXT;

CREATE TABLE "weather_vintage" (
    "zone" TEXT NOT NULL,
    "generated_at" TIMESTAMPTZ(3) NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "wind_metres_per_second" DOUBLE PRECISION[],
    "cloud_cover_percent" DOUBLE PRECISION[],

    CONSTRAINT "weather_vintage_pkey" PRIMARY KEY ("zone","generated_at")
);
