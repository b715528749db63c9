import { showMaterial } from './frame-angular';

// The flat tree: padding by level, a button before what can be opened, an empty one before what cannot.
showMaterial(`
  <mat-tree-node *matTreeNodeDef="let entry; when: hasChildren" matTreeNodePadding matTreeNodePaddingIndent="20" matTreeNodeToggle>
    <button matTreeNodeToggle class="material-icons">{{ tree.isExpanded(entry) ? 'expand_more' : 'chevron_right' }}</button>
    <i class="material-icons">{{ entry.kind === 'database' ? 'storage' : entry.kind === 'schema' ? 'dataset' : 'table_chart' }}</i>
    <span [zooOwn]="entry" (click)="tree.toggle(entry); $event.stopPropagation()">{{ entry.label }}</span>
  </mat-tree-node>
  <mat-tree-node *matTreeNodeDef="let entry; when: isLeaf" matTreeNodePadding matTreeNodePaddingIndent="20">
    <button disabled style="visibility: hidden; width: 36px"></button>
    <span [zooOwn]="entry">{{ entry.label }}</span>
  </mat-tree-node>
`);
