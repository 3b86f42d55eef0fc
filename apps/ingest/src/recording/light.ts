/** Tells now and then how light the pictures of cameras are. */
export interface Light {
  /**
   * A picture has come.
   * @param camera one object per camera
   * @returns the mean of a picture of this camera, 0 to 255, if one has been measured since it was asked for last
   */
  see(camera: object, picture: Uint8Array): number | null;
}

export interface LightOptions {
  measure: (picture: Uint8Array) => Promise<number>;
  /** Monotonic milliseconds. */
  now: () => number;
}

/** Over all cameras together: a look costs some ms of another process. */
const LOOK_MS = 250;
/** Of one camera. */
const CAMERA_MS = 2_000;

/** One picture at a time, of whichever camera's turn it is. What cannot be decoded is somebody else's to tell. */
export function createLight({ measure, now }: LightOptions): Light {
  const cameras = new WeakMap<object, { lookedAt: number; level: number | null }>();
  let lookedAt = -Infinity;
  let looking = false;
  return {
    see(camera, picture) {
      const at = now();
      const state = cameras.get(camera) ?? { lookedAt: -Infinity, level: null };
      cameras.set(camera, state);
      const { level } = state;
      state.level = null;
      if (!looking && at - lookedAt >= LOOK_MS && at - state.lookedAt >= CAMERA_MS) {
        looking = true;
        lookedAt = at;
        state.lookedAt = at;
        void measure(picture).then(
          (mean) => {
            looking = false;
            state.level = mean;
          },
          () => (looking = false),
        );
      }
      return level;
    },
  };
}
