-- AlterTable
ALTER TABLE "Episode" ADD COLUMN     "operator" TEXT,
ADD COLUMN     "robotId" TEXT;

-- AlterTable
ALTER TABLE "Segment" ADD COLUMN     "blobs" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "clockKey" TEXT,
ADD COLUMN     "nextSeq" BIGINT;

-- CreateTable
CREATE TABLE "Robot" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "robotType" TEXT,
    "tokenId" VARCHAR(12),
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Robot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Recording" (
    "episodeId" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "robotId" TEXT,
    "tokenId" VARCHAR(12),
    "protocol" INTEGER NOT NULL,
    "connected" BOOLEAN NOT NULL DEFAULT true,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "lastMessageAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "nextSeq" BIGINT NOT NULL DEFAULT 1,
    "sealAskedSeq" BIGINT NOT NULL DEFAULT 1,
    "sealedSeq" BIGINT NOT NULL DEFAULT 1,
    "finished" BOOLEAN NOT NULL DEFAULT false,
    "messages" INTEGER NOT NULL DEFAULT 0,
    "frames" INTEGER NOT NULL DEFAULT 0,
    "dropped" INTEGER NOT NULL DEFAULT 0,
    "live" JSONB NOT NULL DEFAULT '{}',
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Recording_pkey" PRIMARY KEY ("episodeId")
);

-- CreateTable
CREATE TABLE "EpisodeMark" (
    "episodeId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "time" DOUBLE PRECISION NOT NULL,
    "serverTime" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT,

    CONSTRAINT "EpisodeMark_pkey" PRIMARY KEY ("episodeId","key")
);

-- CreateTable
CREATE TABLE "PullSource" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "robotType" TEXT,
    "task" TEXT,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "state" TEXT NOT NULL DEFAULT 'idle',
    "problem" TEXT,
    "sessionId" TEXT,
    "createdById" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PullSource_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Robot_workspaceId_name_key" ON "Robot"("workspaceId", "name");

-- CreateIndex
CREATE INDEX "Recording_workspaceId_finished_idx" ON "Recording"("workspaceId", "finished");

-- CreateIndex
CREATE INDEX "Recording_finished_updatedAt_idx" ON "Recording"("finished", "updatedAt");

-- CreateIndex
CREATE UNIQUE INDEX "PullSource_workspaceId_url_key" ON "PullSource"("workspaceId", "url");

-- AddForeignKey
ALTER TABLE "Episode" ADD CONSTRAINT "Episode_robotId_fkey" FOREIGN KEY ("robotId") REFERENCES "Robot"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Robot" ADD CONSTRAINT "Robot_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Recording" ADD CONSTRAINT "Recording_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Recording" ADD CONSTRAINT "Recording_episodeId_fkey" FOREIGN KEY ("episodeId") REFERENCES "Episode"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Recording" ADD CONSTRAINT "Recording_robotId_fkey" FOREIGN KEY ("robotId") REFERENCES "Robot"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EpisodeMark" ADD CONSTRAINT "EpisodeMark_episodeId_fkey" FOREIGN KEY ("episodeId") REFERENCES "Episode"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PullSource" ADD CONSTRAINT "PullSource_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;
