// Imported before anything else, in words that every Node since 13 can read: says that it is too old instead of a syntax error.
var wanted = [20, 19];
var found = process.versions.node.split(".").map(Number);
if (found[0] < wanted[0] || (found[0] === wanted[0] && found[1] < wanted[1])) {
  process.stderr.write(
    "Retake needs Node " +
      wanted.join(".") +
      " or newer; this is " +
      process.versions.node +
      ". Get one at https://nodejs.org or with your version manager.\n",
  );
  process.exit(1);
}
