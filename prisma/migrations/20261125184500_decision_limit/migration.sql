-- AlterTable
ALTER TABLE "decision" ADD COLUMN     "limit_grams_per_kwh" DOUBLE PRECISION;
