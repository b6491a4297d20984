/** The part of pdfkit that the report uses; the package brings no types. Lengths are points, y grows downward. */
declare module 'pdfkit' {
  interface TextOptions {
    readonly width?: number;
    readonly align?: 'left' | 'right' | 'center';
    readonly lineBreak?: boolean;
    readonly continued?: boolean;
    readonly indent?: number;
  }
  export default class PDFDocument {
    constructor(options: {
      readonly size: 'A4';
      readonly layout?: 'portrait' | 'landscape';
      readonly margins: { top: number; bottom: number; left: number; right: number };
      readonly bufferPages: boolean;
      readonly compress: boolean;
      readonly info: Readonly<Record<string, string>>;
    });
    readonly page: {
      readonly width: number;
      readonly height: number;
      margins: { top: number; bottom: number; left: number; right: number };
    };
    x: number;
    y: number;
    on(event: 'data', listener: (chunk: Uint8Array) => void): this;
    on(event: 'end', listener: () => void): this;
    /** As the first page, where no options are given. */
    addPage(): this;
    switchToPage(index: number): this;
    bufferedPageRange(): { readonly start: number; readonly count: number };
    font(name: string): this;
    fontSize(points: number): this;
    fillColor(colour: string): this;
    strokeColor(colour: string): this;
    lineWidth(points: number): this;
    lineJoin(join: 'round'): this;
    /** Broken lines: points drawn, and left out. */
    dash(length: number, options: { readonly space: number }): this;
    undash(): this;
    fillOpacity(opacity: number): this;
    widthOfString(text: string): number;
    text(text: string, x?: number, y?: number, options?: TextOptions): this;
    moveDown(lines?: number): this;
    moveTo(x: number, y: number): this;
    lineTo(x: number, y: number): this;
    rect(x: number, y: number, width: number, height: number): this;
    stroke(): this;
    fill(): this;
    clip(): this;
    save(): this;
    restore(): this;
    end(): void;
  }
}
