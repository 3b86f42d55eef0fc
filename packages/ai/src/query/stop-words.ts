/** Words that ask rather than say: they match nothing, in no text. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    "a an the all any some every each of in on at to for from by with and or but that which where when whose who what how is are was were be been being " +
    "it its this these those there their they them i me my we our you your do does did done has have had having not no than then as so if into onto " +
    "show find list give get search look looking want see display please me episode episodes session sessions run runs recording recordings demo demos " +
    "demonstration demonstrations trial trials attempt attempts example examples dataset datasets robot robots task tasks one ones only also very more most " +
    "first during while until after before since about like can could would should will"
  ).split(" "),
);

/** What a query is about when it says no more than that. */
export const EPISODE_NOUNS: ReadonlySet<string> = new Set(
  "episode episodes session sessions run runs recording recordings demo demos demonstration demonstrations trial trials attempt attempts data".split(
    " ",
  ),
);
