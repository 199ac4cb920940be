CREATE TABLE "step_duration" (
    "id" SERIAL NOT NULL,
    "species" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "duration_ms" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "step_duration_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "step_duration_species_operation_step_id_idx" ON "step_duration"("species", "operation", "step", "id");

-- What the step log knows already.
insert into step_duration (species, operation, step, duration_ms)
select c.provider || coalesce(' ' || (c.spec #>> '{clusterApi,classRef,namespace}') || '/' || (c.spec #>> '{clusterApi,classRef,name}'), ''),
  done.operation, done.step, extract(epoch from done.at - began.at)::float8 * 1000
from (select * from cluster_step where event = 'succeeded' order by id desc limit 1000) done
join cluster c on c.id = done.cluster_id
cross join lateral (
  select at from cluster_step
  where cluster_id = done.cluster_id and operation = done.operation and step = done.step
    and attempt = done.attempt and event = 'started' and id < done.id
  order by id desc limit 1) began
order by done.id;
