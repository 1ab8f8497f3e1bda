// English: the shape of what `routes help` says of findings. Paragraphs are wrapped when they are shown; a line that
// begins with two spaces stands as it is.

/** Steps for each mail server; shared by the findings that are mended in the same way. */
export interface MailServerSteps {
  readonly postfix: string;
  readonly exim: string;
  readonly exchange: string;
}

/** What one reason of a finding means. */
export interface ReasonTopic {
  /** In one line: also where the reasons of a code are listed. */
  readonly title: string;
  readonly means: string;
  /** How it looks from the server's side. */
  readonly side?: string;
  readonly mend?: string;
  readonly steps?: MailServerSteps;
}

/** What a code means, whatever its reason. */
export interface CodeTopic extends ReasonTopic {
  readonly reasons: Readonly<Record<string, ReasonTopic>>;
}
