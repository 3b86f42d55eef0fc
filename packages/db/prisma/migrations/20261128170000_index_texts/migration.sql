-- AlterTable
ALTER TABLE "EpisodeIndex" ADD COLUMN     "descriptionHash" BYTEA,
ADD COLUMN     "peopleHash" BYTEA,
ADD COLUMN     "taskHash" BYTEA;
