-- AlterTable
ALTER TABLE "Episode" ADD COLUMN     "annotationCount" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "notes" TEXT,
ADD COLUMN     "openThreadCount" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "rating" INTEGER;

-- CreateTable
CREATE TABLE "RoomUpdate" (
    "id" BIGSERIAL NOT NULL,
    "room" TEXT NOT NULL,
    "data" BYTEA NOT NULL,
    "userId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RoomUpdate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RoomSnapshot" (
    "room" TEXT NOT NULL,
    "upToId" BIGINT NOT NULL,
    "data" BYTEA NOT NULL,
    "owners" JSONB NOT NULL DEFAULT '{}',
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RoomSnapshot_pkey" PRIMARY KEY ("room")
);

-- CreateTable
CREATE TABLE "LabelSchema" (
    "workspaceId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "createdById" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LabelSchema_pkey" PRIMARY KEY ("workspaceId","version")
);

-- CreateTable
CREATE TABLE "Annotation" (
    "episodeId" TEXT NOT NULL,
    "layer" TEXT NOT NULL DEFAULT 'main',
    "id" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "start" DOUBLE PRECISION NOT NULL,
    "end" DOUBLE PRECISION,
    "note" TEXT,
    "authorId" TEXT,
    "origin" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Annotation_pkey" PRIMARY KEY ("episodeId","layer","id")
);

-- CreateTable
CREATE TABLE "CommentThread" (
    "episodeId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "time" DOUBLE PRECISION NOT NULL,
    "annotationId" TEXT,
    "resolved" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CommentThread_pkey" PRIMARY KEY ("episodeId","id")
);

-- CreateTable
CREATE TABLE "Comment" (
    "episodeId" TEXT NOT NULL,
    "threadId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "authorId" TEXT,
    "text" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Comment_pkey" PRIMARY KEY ("episodeId","id")
);

-- CreateTable
CREATE TABLE "Mention" (
    "episodeId" TEXT NOT NULL,
    "commentId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "readAt" TIMESTAMPTZ(3),

    CONSTRAINT "Mention_pkey" PRIMARY KEY ("episodeId","commentId","userId")
);

-- CreateTable
CREATE TABLE "Assignment" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "episodeId" TEXT NOT NULL,
    "assigneeId" TEXT NOT NULL,
    "layer" TEXT NOT NULL DEFAULT 'main',
    "state" TEXT NOT NULL DEFAULT 'todo',
    "reason" TEXT,
    "gold" BOOLEAN NOT NULL DEFAULT false,
    "reviewerId" TEXT,
    "createdById" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Activity" (
    "id" BIGSERIAL NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "episodeId" TEXT,
    "userId" TEXT,
    "kind" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Activity_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "RoomUpdate_room_id_idx" ON "RoomUpdate"("room", "id");

-- CreateIndex
CREATE INDEX "Annotation_label_episodeId_idx" ON "Annotation"("label", "episodeId");

-- CreateIndex
CREATE INDEX "Mention_userId_createdAt_idx" ON "Mention"("userId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "Assignment_workspaceId_assigneeId_state_idx" ON "Assignment"("workspaceId", "assigneeId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "Assignment_episodeId_assigneeId_key" ON "Assignment"("episodeId", "assigneeId");

-- CreateIndex
CREATE INDEX "Activity_workspaceId_id_idx" ON "Activity"("workspaceId", "id" DESC);

-- CreateIndex
CREATE INDEX "Activity_episodeId_id_idx" ON "Activity"("episodeId", "id" DESC);

-- AddForeignKey
ALTER TABLE "LabelSchema" ADD CONSTRAINT "LabelSchema_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Annotation" ADD CONSTRAINT "Annotation_episodeId_fkey" FOREIGN KEY ("episodeId") REFERENCES "Episode"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommentThread" ADD CONSTRAINT "CommentThread_episodeId_fkey" FOREIGN KEY ("episodeId") REFERENCES "Episode"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comment" ADD CONSTRAINT "Comment_episodeId_threadId_fkey" FOREIGN KEY ("episodeId", "threadId") REFERENCES "CommentThread"("episodeId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Mention" ADD CONSTRAINT "Mention_episodeId_commentId_fkey" FOREIGN KEY ("episodeId", "commentId") REFERENCES "Comment"("episodeId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_episodeId_fkey" FOREIGN KEY ("episodeId") REFERENCES "Episode"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Activity" ADD CONSTRAINT "Activity_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;
