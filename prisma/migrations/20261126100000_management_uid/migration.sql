-- AlterTable
ALTER TABLE "management_cluster" ADD COLUMN     "cluster_uid" TEXT;
