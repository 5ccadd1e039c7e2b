// What the files of the extension share beyond their imports.

interface TerminwachtReader {
  read(wantsLooks?: boolean): Promise<Page>;
  situation(): Situation;
  press(serial: number, line: number): boolean;
  outline(serial: number, line: number): boolean;
  report(nonce: number): void;
  apart(): string | null;
  pick(purpose: string): boolean;
  takePicked(): { line: number; purpose: string } | null;
  letGo(): void;
}

interface Situation {
  serial: number;
  age: number;
  sinceInput: number | null;
  sinceFront: number | null;
  unsent: boolean;
  stale: boolean;
}

/** A document that is read apart from the page it is in, as recogniser/src/page.rs describes it. */
interface Frame {
  id: number;
  place: string;
  url: string;
  outline: string;
  cut: boolean;
  operator: string;
  situation: Situation;
}

interface Page {
  url: string;
  title: string;
  language: string;
  status: number | null;
  operator: string;
  outline: string;
  cut: boolean;
  frames?: Frame[];
}

declare var terminwachtReader: TerminwachtReader;
declare var scheduler: { yield?(): Promise<void> } | undefined;
