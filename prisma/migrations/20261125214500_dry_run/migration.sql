-- AlterTable
ALTER TABLE "cluster" ADD COLUMN     "carbon_dry_run" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "decision" ADD COLUMN     "dry_run" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "grams_now" DOUBLE PRECISION,
ADD COLUMN     "grams_planned" DOUBLE PRECISION,
ADD COLUMN     "policy" TEXT;

-- CreateIndex
CREATE INDEX "decision_cluster_id_policy_at_idx" ON "decision"("cluster_id", "policy", "at");
