-- AlterTable
ALTER TABLE "decision" ADD COLUMN     "watts" DOUBLE PRECISION;
