/** Letters that Unicode does not take apart into a plain one and its mark. */
const WHOLE: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  Æ: "Ae",
  œ: "oe",
  Œ: "Oe",
  ø: "o",
  Ø: "O",
  ł: "l",
  Ł: "L",
  đ: "d",
  Đ: "D",
  ð: "d",
  Ð: "D",
  þ: "th",
  Þ: "Th",
  ı: "i",
};

/** Latin letters without their marks: `räm` → `ram`, `Straße` → `Strasse`. For names of which only ASCII is kept: letters of other scripts lose their marks as well. */
export function plainLetters(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[ßæÆœŒøØłŁđĐðÐþÞı]/g, (letter) => WHOLE[letter] ?? letter);
}
