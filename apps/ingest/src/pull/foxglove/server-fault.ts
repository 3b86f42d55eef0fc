/** The server breaks the protocol or a limit; the connection ends. `message` is for the person who added the source. */
export class ServerFault extends Error {
  override readonly name = "ServerFault";
}
