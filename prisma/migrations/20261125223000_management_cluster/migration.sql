CREATE TABLE "management_cluster" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "server" TEXT NOT NULL,
    "ciphertext" BYTEA NOT NULL,
    "credentials_set_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "management_cluster_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "management_cluster_name_key" ON "management_cluster"("name");
