import type { LayoutName } from '../render/layout.ts';
import type { Diagnosis, PathwayLocation } from '../subject.ts';

/**
 * What each record of the Leipzig Heart Center ECG-Database 1.0.0 holds, counted from its published annotations and
 * subject tables (Klehs et al. 2025, DOI 10.13026/7a4j-vn37, ODC-By 1.0). Counts only: no signal, no time.
 */
export interface LeipzigRecord {
  readonly name: string;
  readonly sex: 'F' | 'M';
  readonly age: number;
  readonly diagnosis: Diagnosis;
  readonly pathway?: PathwayLocation;
  readonly seconds: number;
  readonly layout: LayoutName;
  /** Beats by class code (`domain/beat-class`). */
  readonly beats: ReadonlyMap<string, number>;
  /** Rhythm marks by aux. */
  readonly marks: ReadonlyMap<string, number>;
}

type Row = [string, 'F' | 'M', number, Diagnosis, PathwayLocation | '', number, LayoutName, string, string];

// prettier-ignore
const ROWS: readonly Row[] = [
  ['x001', 'M', 6.6, 'AVRT', 'right posteroseptal', 8729.2, 'full', 'N:10345 VRT:4199 P-A:849 P-V:389 Q:53 PJC:50 PAC:40 AF:40 PVC:24 N-BI:1', '(N:83 (/A:77 (AVRT:18 (/V:3 (J:2 (AFIB:1 (A:1'],
  ['x002', 'M', 11.0, 'AVNRT', '', 6317.8, 'no-ablation', 'N:6047 NRT:2769 P-A:463 Q:324 P-V:292 PAC:260 PJC:234 NRT-BII:77 PVC:52 VT:40 EAT:28 NRT-a:11 PAC-a:7', '(N:75 (AVNRT:48 (/V:41 (/A:35 (EAT:4 (VT:3 (J:1'],
  ['x003', 'F', 11.9, 'AVRT-WPW', 'left lateral', 9031.7, 'full', 'N-Prex:8200 N:4479 P-A:891 P-V:586 VRT:460 Q:185 PAC-Prex:159 PVC:120 AF:69 VT:42 PAC:30 PJC:13 VRT-a:8 JE:2 PAC-a:2 F:2', '(N:81 (/A:32 (/V:23 (VT:6 (AVRT:2 (AFIB:1 (B:1'],
  ['x004', 'M', 14.8, 'AVRT-WPW', 'right posterior', 8272.4, 'full', 'N-Prex:5101 P-A:2725 VRT:2683 PAC-Prex:2606 P-V:544 Q:391 PVC:331 PJC:129 VT:6', '(N:139 (/A:89 (/V:34 (AVRT:16 (VT:1'],
  ['x005', 'M', 17.1, 'AVRT', 'left anterior', 1859.0, 'no-ablation', 'N:2254', '(N:1'],
  ['x006', 'F', 8.8, 'AVNRT', '', 8290.4, 'full', 'N:9166 P-A:1398 PJC:1268 AF:918 P-V:886 NRT:406 Q:313 NRT-a:201 PAC:167 AFL:109 PVC:35 PAC-a:25 VT:21 LBB:8 N-BI:3 JE:1', '(N:152 (/A:105 (AVNRT:33 (/V:29 (J:21 (AFIB:8 (A:3 (AFL:1 (VT:1'],
  ['x007', 'M', 14.3, 'AVRT-PJRT', 'right posteroseptal', 186.9, 'full', 'N:179 VRT:155 Q:10 PAC:4 PVC:2', '(N:2 (AVRT:2'],
  ['x008', 'M', 16.6, 'AVRT-WPW', 'right lateral', 440.4, 'full', 'VRT:316 N-Prex:228 P-A:200 P-V:23 Q:17 PAC-Prex:11', '(N:25 (/A:24 (AVRT:2 (/V:1'],
  ['x009', 'M', 8.0, 'AVRT', 'right posteroseptal', 876.7, 'full', 'VRT:2781 P-A:178 N:38 VRT-a:9 PVC:2 PAC:1', '(/A:2 (AVRT:1 (N:1'],
  ['x0010', 'F', 14.0, 'AVNRT', '', 317.6, 'full', 'NRT:762 P-A:82 P-V:22 N:20 Q:14 PVC:3', '(N:10 (/A:10 (AVNRT:3 (/V:2'],
  ['x0011', 'F', 12.5, 'AVRT', 'right parahisian', 717.0, 'full', 'VRT:2260 AF:169 P-A:30 N:11 Q:11 P-V:7 PVC:2 PAC:1', '(N:4 (/A:3 (AVRT:2 (AFIB:1 (/V:1'],
  ['x0012', 'M', 12.0, 'AVRT', 'right parahisian', 699.3, 'full', 'N:867 VRT:428 PAC:39 P-A:19 PAC-a:3 Q:2', '(AVRT:18 (N:15 (A:1'],
  ['x0013', 'M', 16.2, 'AVNRT', '', 234.1, 'full', 'N:221 NRT:127 Q:13 P-A:4 PAC:3 PJC:1 PVC:1', '(AVNRT:4 (N:3'],
  ['x0014', 'M', 13.6, 'AVNRT', '', 200.5, 'full', 'NRT:510 P-A:50 P-V:32 Q:8 N:2 PAC:1', '(AVNRT:3 (/V:3 (/A:1 (N:1'],
  ['x0015', 'F', 17.8, 'AVNRT', '', 194.3, 'no-ablation', 'NRT:219 N:104 P-A:48 P-V:24 Q:13 PVC:8 PAC-a:2', '(AVNRT:5 (N:4 (/V:4 (/A:3'],
  ['x0016', 'F', 12.7, 'AVNRT', '', 690.2, 'full', 'N:728 P-A:439 NRT:367 Q:54 PVC:42 P-V:18 PAC:6 PAC-a:3', '(/A:24 (N:23 (AVNRT:7 (/V:2'],
  ['x0017', 'F', 17.7, 'AVNRT', '', 207.7, 'full', 'NRT:446 PAC:75 P-V:26 N:15 PVC:4 Q:4 P-A:3', '(AVNRT:3 (/V:3 (A:2 (N:1'],
  ['x0018', 'M', 8.6, 'AVNRT', '', 355.8, 'full', 'NRT:556 N:211 P-A:75 NRT-BII:17 P-V:15 NRT-a:13 Q:10 PAC:3', '(N:4 (AVNRT:4 (/V:2'],
  ['x0019', 'F', 17.7, 'AVNRT', '', 227.6, 'full', 'NRT:271 N:245 P-V:26 Q:12 P-A:8 PAC:4 RBB:2 NRT-a:2', '(AVNRT:4 (/V:4 (N:3 (/A:1'],
  ['x0020', 'M', 8.0, 'AVRT', 'left posteroseptal', 503.2, 'full', 'VRT:1313 N:116 P-A:55 P-V:37 Q:27 PAC:10 VRT-a:4', '(AVRT:9 (/A:9 (N:7 (/V:5 (A:1'],
  ['x0021', 'F', 5.0, 'AVNRT', '', 553.7, 'full', 'NRT:926 N:509 P-A:89 Q:69 NRT-BII:67 PJC:6 PAC:2 PVC:1', '(/A:6 (N:6 (AVNRT:3 (J:1'],
  ['x0022', 'M', 17.6, 'AVRT', 'left posterior', 247.3, 'full', 'N:296 VRT:42 PVC:1 PAC:1 PJC:1', '(N:2 (AVRT:1'],
  ['x0023', 'M', 18.1, 'AVRT-WPW', 'left posterolateral', 395.5, 'unipolar', 'VRT:456 N-Prex:160 P-V:63 P-A:48 PAC-Prex:10 Q:8', '(N:11 (/A:6 (AVRT:3 (/V:3'],
  ['x0024', 'F', 11.5, 'AVNRT', '', 721.3, 'full', 'NRT:649 N:390 P-V:241 P-A:199 Q:24 PAC:18 PVC:15 VT:9 PJC:4 NRT-a:2 F-P:1 PAC-a:1', '(N:32 (/V:18 (/A:14 (AVNRT:7 (VT:1 (B:1'],
  ['x0025', 'F', 6.1, 'AVRT', 'left anterolateral', 665.9, 'full', 'VRT:1169 P-V:294 N:233 Q:44 P-A:8 PAC:7 PVC:6 PAC-a:1', '(N:9 (AVRT:8 (/V:1'],
  ['x0026', 'F', 16.9, 'AVNRT', '', 206.5, 'full', 'N:233 NRT:89 AF:39 PAC:8 Q:6 PJC:3 PAC-a:2 NRT-a:2 F:1 PVC:1', '(N:4 (AVNRT:2 (AFIB:1'],
  ['x0027', 'M', 9.4, 'AVRT-WPW', 'left posterior', 77.7, 'full', 'N-Prex:97 VRT:23 P-A:16', '(N:2 (/A:2 (AVRT:1'],
  ['x0028', 'F', 12.5, 'AVRT', 'left posterolateral', 241.1, 'pressure', 'VRT:569 N:35 P-A:17', '(N:3 (/A:2 (AVRT:1'],
  ['x0029', 'F', 9.7, 'AVRT', 'left lateral', 748.8, 'no-ablation', 'VRT:745 N:443 P-A:137 P-V:129 Q:15 PAC:3 PAC-a:3 PJC:1 F-P:1 PVC:1', '(N:24 (/V:17 (AVRT:9 (/A:9'],
  ['x100', 'M', 64.16, 'TOF with VT', '', 782.1, 'ablation-cs-right', 'RBB:625 P-V:85 VT:34 PVC:24 Q:17', '(N:7 (/V:6 (VT:2'],
  ['x101', 'M', 29.05, 'TOF with VT', '', 1071.8, 'full', 'RBB:962 P-V:170 PVC:58 VT:41 Q:28 F:2 F-P:1', '(N:14 (/V:13 (VT:2'],
  ['x102', 'F', 54.35, 'TOF without VT', '', 1706.8, 'right-only', 'RBB:1930 PVC:74 VT:21', '(N:5 (VT:4'],
  ['x103', 'F', 21.68, 'TOF with nsVT', '', 1139.5, 'full', 'P-V:807 RBB:805 PVC:49 VT:20 F:2', '(N:84 (/V:80 (VT:4'],
  ['x104', 'M', 35.24, 'TOF with VT', '', 3447.1, 'full', 'RBB:2953 P-V:672 PVC:277 VT:94 Q:56 F:44 IVR:37 PAC-a:27 F-P:7', '(N:76 (/V:71 (VT:7 (A:5 (IVR:1'],
  ['x105', 'F', 55.92, 'TOF with VT', '', 1662.8, 'right-only', 'RBB:1074 VT:286 PVC:213 P-V:75 PAC-a:37 F:22 IVR:11 F-P:1', '(N:22 (VT:19 (/V:4 (IVR:1'],
  ['x106', 'M', 34.52, 'TOF with VT', '', 1067.0, 'full', 'RBB:808 PVC:274 VT:172 P-V:31 PAC-a:18 F:10 IVR:9 Q:1 F-P:1', '(N:22 (VT:20 (/V:6 (IVR:1'],
  ['x107', 'M', 43.04, 'TOF with VT', '', 1191.9, 'right-only', 'RBB:1152 PVC:127 VT:85 P-V:76 IVR:25 F-P:15 F:13', '(N:12 (/V:8 (VT:4 (IVR:2'],
  ['x108', 'M', 49.72, 'TOF with VT', '', 1509.9, 'right-only', 'RBB:1529 VT:883 P-V:105 Q:72 PVC:58 F:8 F-P:3', '(N:15 (/V:11 (VT:8'],
  ['x109', 'M', 60.52, 'TOF with VT', '', 635.4, 'right-only', 'PVC:328 RBB:183 VT:160 P-V:73 F:56 Q:23 PAC-a:15 F-P:9', '(N:17 (VT:17 (/V:8'],
];

function countsOf(text: string): Map<string, number> {
  return new Map(
    text
      .split(' ')
      .filter((entry) => entry !== '')
      .map((entry) => {
        const at = entry.lastIndexOf(':');
        return [entry.slice(0, at), Number(entry.slice(at + 1))];
      }),
  );
}

export const LEIPZIG_RECORDS: readonly LeipzigRecord[] = ROWS.map(
  ([name, sex, age, diagnosis, pathway, seconds, layout, beats, marks]) => ({
    name,
    sex,
    age,
    diagnosis,
    pathway: pathway === '' ? undefined : pathway,
    seconds,
    layout,
    beats: countsOf(beats),
    marks: countsOf(marks),
  }),
);
