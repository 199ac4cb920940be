CREATE TABLE "cluster_access" (
    "id" TEXT NOT NULL,
    "cluster_id" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "person_name" TEXT NOT NULL,
    "extent" TEXT NOT NULL,
    "namespaces" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "until" TIMESTAMPTZ(3) NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL,
    "problem" TEXT,

    CONSTRAINT "cluster_access_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "cluster_access_cluster_id_account_key" ON "cluster_access"("cluster_id", "account");

ALTER TABLE "cluster_access" ADD CONSTRAINT "cluster_access_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;
