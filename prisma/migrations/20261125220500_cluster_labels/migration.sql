-- AlterTable
ALTER TABLE "cluster" ADD COLUMN     "labels" JSONB NOT NULL DEFAULT '{}';
