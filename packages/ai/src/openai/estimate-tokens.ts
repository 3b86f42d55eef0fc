/** More than a tokenizer would count, for English about a third: what is put aside must cover what comes. */
export const estimateTokens = (text: string): number => Math.ceil(Buffer.byteLength(text) / 3) + 4;
