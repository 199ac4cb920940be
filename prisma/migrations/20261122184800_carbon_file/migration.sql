CREATE TABLE "carbon_file" (
    "zone" TEXT NOT NULL,
    "csv" TEXT NOT NULL,

    CONSTRAINT "carbon_file_pkey" PRIMARY KEY ("zone")
);
