import { servingLoss, statefulLoss, type Loss } from "./loss";

/** Machines, disks, and what makes, sizes and restores them. */
export const MACHINES: Readonly<Record<string, Loss>> = {
  google_compute_instance: statefulLoss("data lost", "what runs on it ends, and its boot disk goes with it"),
  google_compute_instance_from_template: statefulLoss(
    "data lost",
    "what runs on it ends, and its boot disk goes with it",
  ),
  google_compute_instance_from_machine_image: statefulLoss(
    "data lost",
    "what runs on it ends, and its boot disk goes with it",
  ),
  google_compute_disk: statefulLoss("data lost", "everything on it is lost"),
  google_compute_region_disk: statefulLoss("data lost", "everything on it is lost"),
  google_compute_attached_disk: servingLoss("critical", "the machine loses the disk while it runs"),
  google_compute_snapshot: {
    ...statefulLoss("data lost", "nothing can be restored from it any more"),
    severity: "high",
  },
  google_compute_image: { ...statefulLoss("one-way", "no machine starts from it any more"), severity: "high" },
  google_compute_machine_image: {
    ...statefulLoss("data lost", "nothing can be restored from it any more"),
    severity: "high",
  },
  google_compute_resource_policy: servingLoss(
    "high",
    "what it did by schedule, snapshots perhaps, is not done any more",
  ),
  google_compute_disk_resource_policy_attachment: servingLoss(
    "high",
    "nobody makes snapshots of the disk by schedule any more",
  ),
  google_compute_region_disk_resource_policy_attachment: servingLoss(
    "high",
    "nobody makes snapshots of the disk by schedule any more",
  ),
  google_compute_instance_group: servingLoss("high", "the backend that uses it has no machines"),
  google_compute_instance_group_manager: servingLoss("critical", "every machine of it goes"),
  google_compute_region_instance_group_manager: servingLoss("critical", "every machine of it goes"),
  google_compute_instance_group_membership: servingLoss(
    "high",
    "the machine gets no requests through the group any more",
  ),
  google_compute_instance_group_named_port: servingLoss("high", "backends that name the port reach no machine"),
  google_compute_autoscaler: servingLoss("high", "the group keeps its size, whatever comes"),
  google_compute_region_autoscaler: servingLoss("high", "the group keeps its size, whatever comes"),
  google_compute_per_instance_config: servingLoss("medium", "the machine is made again without what it kept"),
  google_compute_region_per_instance_config: servingLoss("medium", "the machine is made again without what it kept"),
  google_compute_instance_template: servingLoss("medium", "no new machine starts from it"),
  google_compute_region_instance_template: servingLoss("medium", "no new machine starts from it"),
  google_compute_node_group: servingLoss("high", "the machines on its nodes end"),
  google_compute_reservation: servingLoss("medium", "nobody keeps machines ready any more: starting them may fail"),
  google_compute_project_metadata: servingLoss(
    "high",
    "every machine of the project loses the keys and settings in it",
  ),
  google_compute_project_metadata_item: servingLoss("high", "every machine of the project loses the setting"),
  google_notebooks_instance: statefulLoss("data lost", "what is on its disks is lost"),
  google_workbench_instance: statefulLoss("data lost", "what is on its disks is lost"),
  google_workstations_workstation: statefulLoss("data lost", "what is on its disks is lost"),
  google_workstations_workstation_cluster: statefulLoss("data lost", "every workstation in it is lost"),
};
