ALTER TABLE "forecast_vintage" ADD COLUMN "error_percent" DOUBLE PRECISION;
