/**
 * The environment of a decoding process: it reads hostile files, so it is given no secret of its parent.
 * PATH finds a system ffmpeg, the others are what a C library may need to start.
 */
export function decoderEnv(): NodeJS.ProcessEnv {
  const names = ["PATH", "HOME", "TMPDIR", "LANG", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SystemRoot"];
  return Object.fromEntries(
    names.map((name) => [name, process.env[name]]).filter(([, value]) => value !== undefined),
  );
}
