import { showMaterial } from './frame-angular';

// The nested tree: nodes inside nodes, indented by a style of the page.
showMaterial(`
  <mat-nested-tree-node *matTreeNodeDef="let entry; when: isLeaf">
    <div class="mat-tree-node" style="min-height: 28px; padding-left: 40px" [zooOwn]="entry">{{ entry.label }}</div>
  </mat-nested-tree-node>
  <mat-nested-tree-node *matTreeNodeDef="let entry; when: hasChildren">
    <div class="mat-tree-node" style="min-height: 28px">
      <button class="material-icons">{{ tree.isExpanded(entry) ? 'expand_more' : 'chevron_right' }}</button>
      <span [zooOwn]="entry" (click)="tree.toggle(entry)">{{ entry.label }}</span>
    </div>
    <div role="group" style="padding-left: 20px" [hidden]="!tree.isExpanded(entry)">
      <ng-container matTreeNodeOutlet></ng-container>
    </div>
  </mat-nested-tree-node>
`);
