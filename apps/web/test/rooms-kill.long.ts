import { killRooms } from "./fixtures/kill-rooms.ts";

/** By hand: `node --import tsx apps/web/test/rooms-kill.long.ts [rounds]`. */
const rounds = Number(process.argv[2] ?? 50);
const { saved, lost, rowsLost, underWay } = await killRooms(rounds);
process.stdout.write(
  `${rounds} kills: ${saved} labels shown as saved, ${lost} lost, ${rowsLost} rows lost; ${underWay} were under way\n`,
);
process.exitCode = lost + rowsLost === 0 ? 0 : 1;
