-- CreateEnum
CREATE TYPE "DatasetKind" AS ENUM ('imported', 'picked');

-- AlterTable
ALTER TABLE "Dataset" ADD COLUMN     "createdById" TEXT,
ADD COLUMN     "kind" "DatasetKind" NOT NULL DEFAULT 'imported',
ALTER COLUMN "formatVersion" DROP NOT NULL,
ALTER COLUMN "fps" DROP NOT NULL;

-- CreateTable
CREATE TABLE "DatasetPick" (
    "datasetId" TEXT NOT NULL,
    "episodeId" TEXT NOT NULL,
    "addedById" TEXT,
    "addedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DatasetPick_pkey" PRIMARY KEY ("datasetId","episodeId")
);

-- CreateIndex
CREATE INDEX "DatasetPick_episodeId_idx" ON "DatasetPick"("episodeId");

-- AddForeignKey
ALTER TABLE "DatasetPick" ADD CONSTRAINT "DatasetPick_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "Dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DatasetPick" ADD CONSTRAINT "DatasetPick_episodeId_fkey" FOREIGN KEY ("episodeId") REFERENCES "Episode"("id") ON DELETE CASCADE ON UPDATE CASCADE;
