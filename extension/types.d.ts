// What the files of the extension share beyond their imports.

interface TerminwachtReader {
  read(): Promise<Page>;
  situation(): { serial: number; sinceInput: number | null; unsent: boolean; stale: boolean };
  press(serial: number, line: number): boolean;
  pick(): Promise<{ page: Page; line: number }>;
  observe(): void;
}

interface Page {
  url: string;
  title: string;
  language: string;
  status: number | null;
  outline: string;
  cut: boolean;
}

declare var terminwachtReader: TerminwachtReader;
declare var scheduler: { yield?(): Promise<void> } | undefined;
