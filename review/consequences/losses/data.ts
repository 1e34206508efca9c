import { servingLoss, statefulLoss, type Loss } from "./loss";

/** Messages, streams, tables of a warehouse, and what works on them. */
export const DATA: Readonly<Record<string, Loss>> = {
  google_pubsub_topic: statefulLoss(
    "data lost",
    "publishers are refused, and its subscriptions get nothing more, not even from a new topic of the same name",
  ),
  google_pubsub_subscription: statefulLoss("data lost", "every message in it that nobody fetched is lost"),
  google_pubsub_schema: servingLoss(
    "high",
    "topics that name it cannot check a message any more, and publishers may be refused",
  ),
  google_pubsub_lite_topic: statefulLoss("data lost", "every message in it is lost"),
  google_pubsub_lite_subscription: statefulLoss("data lost", "nobody knows any more what was read"),
  google_managed_kafka_cluster: statefulLoss("data lost", "every topic and message in it is lost"),
  google_managed_kafka_topic: statefulLoss("data lost", "every message in it is lost"),
  google_bigquery_dataset: statefulLoss("data lost", "every table in it is lost"),
  google_bigquery_table: statefulLoss("data lost", "every row of it is lost"),
  google_bigquery_routine: servingLoss("high", "queries that call it fail"),
  google_bigquery_data_transfer_config: servingLoss("high", "what it loads or asks by schedule stops"),
  google_bigquery_connection: servingLoss("high", "external tables and remote functions through it fail"),
  google_bigquery_reservation: servingLoss("high", "its projects ask on demand, which costs by the byte, or wait"),
  google_bigquery_row_access_policy: {
    ...servingLoss(
      "high",
      "who was shown some rows sees none, or all of them where it was the last policy of the table",
    ),
    everywhere: true,
  },
  google_dataflow_job: servingLoss("high", "the stream stops: on_delete says whether what is under way is finished"),
  google_dataflow_flex_template_job: servingLoss(
    "high",
    "the stream stops: on_delete says whether what is under way is finished",
  ),
  google_dataproc_cluster: statefulLoss("data lost", "its jobs end, and what lies on its disks is lost"),
  google_dataproc_metastore_service: statefulLoss("data lost", "what it knows of every table is lost"),
  google_composer_environment: statefulLoss("data lost", "no DAG runs any more, and the history of their runs is lost"),
  google_data_fusion_instance: statefulLoss("data lost", "every pipeline in it is lost"),
  google_datastream_stream: servingLoss("high", "changes are not copied any more"),
  google_datastream_connection_profile: servingLoss("high", "streams by it fail"),
  google_vertex_ai_dataset: statefulLoss("data lost", "every item and annotation in it is lost"),
  google_vertex_ai_endpoint: servingLoss("critical", "whoever asks its models gets an error"),
  google_vertex_ai_index: statefulLoss("data lost", "every vector in it is lost"),
  google_vertex_ai_index_endpoint: servingLoss("critical", "whoever searches through it gets an error"),
  google_vertex_ai_featurestore: statefulLoss("data lost", "every feature in it is lost"),
};
